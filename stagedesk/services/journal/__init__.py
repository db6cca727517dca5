"""The history: every step written down, shown, played again and taken back."""
