from svc.api import handle

if __name__ == "__main__":
    print(handle([3, 4, 5]))
    print(handle([6]))
