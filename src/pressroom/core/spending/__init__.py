"""What models cost a workspace: a ledger of their answers, a monthly budget, and the pause when it is used up."""
