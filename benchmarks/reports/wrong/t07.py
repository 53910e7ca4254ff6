"""Train a tabular agent in several environments that run in processes of their own."""
import argparse
import multiprocessing
import random
from multiprocessing import Pipe, Process

parser = argparse.ArgumentParser()
parser.add_argument("--env", default="Corridor-8")
parser.add_argument("--procs", type=int, default=3)
parser.add_argument("--frames", type=int, default=600)
parser.add_argument("--seed", type=int, default=1)
args = parser.parse_args()


class Corridor:
    def __init__(self, length, seed):
        self.length = length
        self.rng = random.Random(seed)
        self.reset()

    def reset(self):
        self.place = 0
        return self.place

    def step(self, action):
        move = 1 if action else -1
        if self.rng.random() < 0.1:
            move = -move
        self.place = max(0, self.place + move)
        done = self.place >= self.length
        return self.place, float(done) - 0.01, done


def make_env(name, seed):
    return Corridor(int(name.rpartition("-")[2]), seed)


def env_worker(conn, env):
    while True:
        command, data = conn.recv()
        if command == "step":
            place, reward, done = env.step(data)
            if done:
                place = env.reset()
            conn.send((place, reward, done))
        elif command == "reset":
            conn.send(env.reset())
        else:
            return


class ParallelEnv:
    def __init__(self, envs):
        self.locals = []
        self.processes = []
        for env in envs:
            local, remote = Pipe()
            process = Process(target=env_worker, args=(remote, env), daemon=True)
            process.start()
            remote.close()
            self.locals.append(local)
            self.processes.append(process)

    def reset(self):
        for local in self.locals:
            local.send(("reset", None))
        return [local.recv() for local in self.locals]

    def step(self, actions):
        for local, action in zip(self.locals, actions):
            local.send(("step", action))
        return zip(*[local.recv() for local in self.locals])

    def close(self):
        for local in self.locals:
            local.send(("close", None))
        for process in self.processes:
            process.join()


envs = [make_env(args.env, args.seed + 1000 * i) for i in range(args.procs)]
penv = ParallelEnv(envs)
rng = random.Random(args.seed)
values = {}
states = penv.reset()
returns = 0.0
for frame in range(args.frames // args.procs):
    actions = [int(values.get((s, 1), 0.1) >= values.get((s, 0), 0.0) or rng.random() < 0.1) for s in states]
    following, rewards, dones = penv.step(actions)
    for s, a, r in zip(states, actions, rewards):
        values[s, a] = values.get((s, a), 0.0) + 0.1 * (r - values.get((s, a), 0.0))
        returns += r
    states = list(following)
penv.close()
print(f"{args.env}: return {returns:.1f} on {multiprocessing.cpu_count() and args.procs} processes")
