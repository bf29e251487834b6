"""What turns a text into a vector. An `Encoder` is loaded in a worker only; its weights come from locked packages."""
