from sim import Forager, Sleeper, World


def main():
    world = World([Forager("f1", skill=2.0), Forager("f2", skill=0.8), Sleeper("s1")])
    before = world.total_energy
    world.run(steps=5)
    for agent in world.agents:
        print(agent)
    print("t", world.time, "energy", before, "->", world.total_energy)


if __name__ == "__main__":
    main()
