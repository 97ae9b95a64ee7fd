/** A cluster of Slurm with four nodes on this host, which shares nothing with another installation of Slurm or MUNGE. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import { until, type Workspace } from './workspace.ts';

export const NODES = ['node1', 'node2', 'node3', 'node4'];

/** Where a task of an array is, and where it stands. */
export interface Task {
  readonly state: string;
  readonly node: string;
}

export class Slurm {
  readonly #workspace: Workspace;
  readonly #daemons = new Map<string, ChildProcess>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  async start(): Promise<void> {
    const at = (name: string): string => this.#workspace.path(`slurm/${name}`);
    for (const folder of ['state', 'log', 'munge', ...NODES.map((node) => `spool/${node}`)]) {
      mkdirSync(at(folder), { recursive: true });
    }
    writeFileSync(at('munge/key'), randomBytes(128), { mode: 0o600 });
    writeFileSync(at('slurm.conf'), configuration(at(''), await freePorts(NODES.length + 1)));
    this.#workspace.env.SLURM_CONF = at('slurm.conf');
    const files = ['key-file=key', 'socket=socket', 'pid-file=pid', 'log-file=log', 'seed-file=seed'];
    this.#startDaemon('munged', ['--foreground', ...files.map((file) => `--${file.replace('=', `=${at('munge/')}`)}`)]);
    try {
      await until('MUNGE answers', () => this.#workspace.shell(`munge --no-input --socket ${at('munge/socket')}`));
      this.#startDaemon('slurmctld', ['-D']);
      for (const node of NODES) this.startNode(node);
      await this.untilIdle();
    } catch (error) {
      throw new Error((await this.#workspace.shell('tail -n 20 slurm/log/*')).stdout, { cause: error });
    }
  }

  startNode(node: string): void {
    this.#startDaemon(node, ['-D', '-N', node], 'slurmd');
  }

  /** Starts a daemon as a process of ours, which the system ends where the tests end without having stopped it. */
  #startDaemon(name: string, args: string[], program = name): void {
    const log = openSync(this.#workspace.path(`slurm/log/${name}.output`), 'a');
    const options = { env: this.#workspace.env, stdio: ['ignore', log, log] as ['ignore', number, number] };
    this.#daemons.set(name, spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], options));
    closeSync(log);
  }

  /** Ends all that runs on a node, as if it had lost power. @param task a process of the task that runs there */
  async crash(node: string, task: number): Promise<void> {
    const slurmstepd = parentOf(task);
    for (const pid of [this.#daemons.get(node)?.pid as number, slurmstepd, task]) process.kill(pid, 'SIGKILL');
    await this.#ended(node);
  }

  async #ended(name: string): Promise<void> {
    const daemon = this.#daemons.get(name);
    if (daemon !== undefined && daemon.exitCode === null && daemon.signalCode === null) await once(daemon, 'exit');
    this.#daemons.delete(name);
  }

  async untilIdle(): Promise<void> {
    await until('all nodes are idle', async () => {
      const { stdout } = await this.#workspace.shell('sinfo --noheader --Node --format "%N %T"');
      const idle = NODES.map((node) => `${node} idle\n`).join('');
      if (stdout !== idle) throw new Error(stdout);
    });
  }

  /** The tasks of a job by their number, which is 0 for a job that is no array. */
  async tasks(job: string): Promise<Map<number, Task>> {
    const { stdout } = await this.#workspace.shell(`squeue --noheader --array --states all --jobs ${job} --format '%i %T %N'`);
    return new Map(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => {
          const [id = '', state = '', node = ''] = line.split(' ');
          return [Number(id.split('_')[1] ?? 0), { state, node }];
        }),
    );
  }

  /** Resolves when each task of these jobs has succeeded. */
  async untilCompleted(...jobs: string[]): Promise<void> {
    for (const job of jobs) {
      await until(
        `job ${job} is completed`,
        async () => {
          const tasks = [...(await this.tasks(job))];
          const rest = tasks.filter(([, { state }]) => state !== 'COMPLETED');
          if (rest.length > 0) throw new Error(JSON.stringify(rest));
        },
        90,
      );
    }
  }

  /** Resolves when nothing is left to run. */
  async cancelAll(): Promise<void> {
    await this.#workspace.shell('scancel --user root');
    await until('the queue is empty', () => this.#workspace.shell('test -z "$(squeue --noheader)"'), 20);
  }

  /** Stops what is there: first the tasks, which would outlive their nodes, and MUNGE last, through which the others speak. */
  async stop(): Promise<void> {
    if (this.#daemons.has('slurmctld')) {
      await this.cancelAll().catch(() => {});
      await this.#workspace.shell('scontrol shutdown').catch(() => {});
    }
    await this.#end([...this.#daemons.keys()].filter((name) => name !== 'munged'));
    this.#daemons.get('munged')?.kill();
    await this.#end(['munged']);
  }

  /** Gives daemons that were told to end some time to do so. */
  async #end(names: string[]): Promise<void> {
    const kill = setTimeout(() => {
      for (const name of names) this.#daemons.get(name)?.kill('SIGKILL');
    }, 15_000);
    await Promise.all(names.map((name) => this.#ended(name)));
    clearTimeout(kill);
  }
}

/** Waits are as short as Slurm allows, so that it soon notices a node that is gone, and starts again what ran there. */
function configuration(folder: string, [controller, ...ports]: number[]): string {
  const host = hostname().split('.')[0];
  return `
ClusterName=test
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${controller}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}munge/socket,cred_expire=5
StateSaveLocation=${folder}state
SlurmdSpoolDir=${folder}spool/%n
SlurmctldPidFile=${folder}slurmctld.pid
SlurmdPidFile=${folder}slurmd.%n.pid
SlurmctldLogFile=${folder}log/slurmctld.log
SlurmdLogFile=${folder}log/slurmd.%n.log
ProctrackType=proctrack/linuxproc
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=0,sched_interval=1
SlurmdTimeout=5
KillWait=5
ReturnToService=2
${NODES.map((node, i) => `NodeName=${node} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${ports[i]} CPUs=1`).join('\n')}
PartitionName=all Nodes=${NODES} Default=YES MaxTime=INFINITE State=UP
`;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async (): Promise<Server> => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

function parentOf(pid: number): number {
  // The name of the program, in parentheses, may have spaces.
  const [, fields = ''] = /\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  return Number(fields.split(' ')[1]);
}
