import argparse

from render import Renderer
from shaders import SHADERS


def reference(name, width, height):
    shade = SHADERS[name]
    return sum(shade(x, y) for y in range(height) for x in range(width))


def main(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, nargs=2, default=(70, 50))
    parser.add_argument("shaders", nargs="*", default=sorted(SHADERS))
    options = parser.parse_args(argv)
    width, height = options.size
    with Renderer(width, height) as renderer:
        for name in options.shaders:
            assert renderer.render(name) == width * height
            assert renderer.surface.checksum() == reference(name, width, height), name
            header = renderer.surface.to_pgm()[:12]
        try:
            renderer.render("nothing")
        except LookupError:
            pass
    print(len(options.shaders), "images", header)


if __name__ == "__main__":
    main()
