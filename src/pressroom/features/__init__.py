"""What people use Pressroom for; each feature independent of the others."""
