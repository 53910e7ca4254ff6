from crawl.fleet import main

if __name__ == "__main__":
    main()
