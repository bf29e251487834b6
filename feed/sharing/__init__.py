"""The picture that stands for a post where somebody shares it."""
