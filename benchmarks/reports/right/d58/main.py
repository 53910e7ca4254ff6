from sim import Forager, Sleeper, World


def main():
    world = World([Forager("f1", skill=2.0), Sleeper("s1")])
    world.run(steps=4)
    assert world["f1"].energy == 16.0 and world["s1"].energy == 9.0
    assert {a.age for a in world.agents} == {4}
    print(world.agents)


if __name__ == "__main__":
    main()
