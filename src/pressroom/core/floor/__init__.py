"""What carries runs: workflows, queues, workers and schedules, as they are and as an owner set them."""
