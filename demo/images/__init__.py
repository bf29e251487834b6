"""Pictures that the demo site draws itself: the same seed gives the same picture, pixel by pixel."""
