"""What is done about publishing: started, claimed, sent, settled, withdrawn. Session first; none of them commits."""
