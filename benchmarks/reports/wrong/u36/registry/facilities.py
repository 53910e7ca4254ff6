FACILITIES = {
    "Blue Mill": "12 River Road",
    "Green Loom": "3 Weaver Street",
    "Red Dye Works": "77 Colour Lane",
}
