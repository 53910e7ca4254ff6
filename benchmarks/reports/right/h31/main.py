from hist.count import main

if __name__ == "__main__":
    main()
