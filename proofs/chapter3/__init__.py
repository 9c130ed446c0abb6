"""The claims of Chapter 3: topology of level sets and sublevel sets."""
