"""The corpus with labels, the measure, and the floors that quality must not fall under."""
