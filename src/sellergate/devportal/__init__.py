"""The developer site: start page, get started, guides, problem pages, reference with Try It, downloads.

Explains and shows; the live steps send the same requests that a program would, through the same gates. Makes no
rule about access and reads no seller data by itself.
"""
