import asyncio

from web.app import App


def main():
    with App.create() as app:
        pages = asyncio.run(app.serve(["/a", "/bb", "/ccc"]))
    assert pages == {"/a": 2, "/bb": 3, "/ccc": 4}
    print(pages)


if __name__ == "__main__":
    main()
