"""What the library decides, without any input or output: it runs the same below threads and below tasks."""
