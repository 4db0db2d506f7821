import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import type { Sandbox } from "./git-sandbox.ts";

/** Where Debian puts what is not for users; an ordinary PATH need not name it. */
const systemPath = `${process.env["PATH"] ?? ""}:/usr/sbin:/usr/local/sbin`;

/** The path of a program, also of one that is for administrators; `undefined` where it is not installed. */
export function findProgram(name: string): string | undefined {
  return systemPath
    .split(":")
    .map((directory) => join(directory, name))
    .find((path) => existsSync(path));
}

/** The path of one of git's own programs, such as `git-daemon`; `undefined` where git came without it. */
export function findGitProgram(name: string): string | undefined {
  const { stdout } = spawnSync("git", ["--exec-path"], { encoding: "utf8" });
  const path = join(stdout.trim(), name);
  return existsSync(path) ? path : undefined;
}

/** A port of this machine that nobody listens on. */
async function findPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function waitUntil(isReady: () => Promise<boolean>, what: string, words: () => string): Promise<void> {
  const endsAt = performance.now() + 20_000;
  while (!(await isReady())) {
    if (performance.now() > endsAt) throw new Error(`${what} does not start:\n${words()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function isListening(target: { readonly port: number } | { readonly path: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", ...target });
    socket.on("connect", () => socket.end(() => resolve(true)));
    socket.on("error", () => resolve(false));
  });
}

/** A program that runs until it is stopped. */
interface Running {
  readonly words: () => string;
  readonly stop: () => Promise<void>;
}

function start(program: string, args: readonly string[], environment: Readonly<Record<string, string>>): Running {
  // A process group of its own: what it starts is stopped with it.
  const child: ChildProcess = spawn(program, args, {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const words: string[] = [];
  child.stdout?.on("data", (chunk: Buffer) => words.push(chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => words.push(chunk.toString()));
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  child.on("error", (error) => words.push(error.message));
  return {
    words: () => words.join(""),
    stop: async () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGTERM");
      await ended;
    },
  };
}

/** A server that gives out the bare repositories in a sandbox and takes pushes to them. */
export interface GitServer {
  /** The address of a repository by the name of its directory. */
  readonly addressOf: (name: string) => string;
}

/** Calls the body while `git daemon` serves the sandbox. */
export async function withGitDaemon(sandbox: Sandbox, body: (server: GitServer) => Promise<void>): Promise<void> {
  const port = await findPort();
  const daemon = start(
    findGitProgram("git-daemon") ?? "",
    [
      "--reuseaddr",
      "--listen=127.0.0.1",
      `--port=${port}`,
      `--base-path=${sandbox.directory}`,
      "--export-all",
      "--enable=receive-pack",
      // Services have a bare environment.
    ],
    { ...sandbox.environment, PATH: "/usr/bin:/bin" },
  );
  try {
    await waitUntil(() => isListening({ port }), "git daemon", daemon.words);
    await body({ addressOf: (name) => `git://127.0.0.1:${port}/${name}` });
  } finally {
    await daemon.stop();
  }
}

const nginxSettings = (directory: string, root: string, port: number, backend: string): string => `
daemon off;
master_process off;
pid ${directory}/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path ${directory}/body;
  fastcgi_temp_path ${directory}/fastcgi;
  proxy_temp_path ${directory}/proxy;
  uwsgi_temp_path ${directory}/uwsgi;
  scgi_temp_path ${directory}/scgi;
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 0;
    location / {
      fastcgi_param SCRIPT_FILENAME ${backend};
      fastcgi_param GIT_PROJECT_ROOT ${root};
      fastcgi_param GIT_HTTP_EXPORT_ALL 1;
      fastcgi_param PATH_INFO $uri;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param HTTP_CONTENT_ENCODING $http_content_encoding;
      fastcgi_param HTTP_GIT_PROTOCOL $http_git_protocol;
      fastcgi_param REMOTE_ADDR $remote_addr;
      fastcgi_pass unix:${directory}/fcgi.socket;
    }
  }
}
`;

/** Calls the body while nginx, through fcgiwrap, runs `git http-backend` for the sandbox. */
export async function withHttpServer(sandbox: Sandbox, body: (server: GitServer) => Promise<void>): Promise<void> {
  const port = await findPort();
  const directory = join(sandbox.directory, "nginx");
  mkdirSync(directory);
  const socket = join(directory, "fcgi.socket");
  const settings = join(directory, "nginx.conf");
  writeFileSync(settings, nginxSettings(directory, sandbox.directory, port, findGitProgram("git-http-backend") ?? ""));
  const environment = { ...sandbox.environment, PATH: "/usr/bin:/bin" };
  const wrapper = start(findProgram("fcgiwrap") ?? "", ["-f", "-s", `unix:${socket}`], environment);
  const nginx = start(findProgram("nginx") ?? "", ["-e", "stderr", "-p", directory, "-c", settings], environment);
  try {
    await waitUntil(() => isListening({ path: socket }), "fcgiwrap", wrapper.words);
    await waitUntil(() => isListening({ port }), "nginx", nginx.words);
    await body({ addressOf: (name) => `http://127.0.0.1:${port}/${name}` });
  } finally {
    await nginx.stop();
    await wrapper.stop();
  }
}

/** A gitolite in a home of its own; whoever pushes comes as by SSH, without a network. */
export interface Gitolite extends GitServer {
  /** Variables for a git that reaches it as the user `ada`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where its repositories are. */
  readonly repositories: string;
  /** Below it are hooks and virtual refs for all repositories. */
  readonly localCode: string;
  /** Replaces the rules and sets everything up anew. */
  readonly setRules: (rules: string) => void;
}

/** Sets gitolite up in the sandbox. */
export function createGitolite(sandbox: Sandbox): Gitolite {
  const home = join(sandbox.directory, "gitolite-home");
  const localCode = join(home, "local");
  mkdirSync(join(home, "bin"), { recursive: true });
  mkdirSync(localCode);
  // gitolite names its own directory by HOME, and is to find no settings of the user at work.
  const { XDG_CONFIG_HOME: _, GIT_CONFIG_GLOBAL: __, ...rest } = sandbox.environment;
  const environment = { ...rest, HOME: home, USER: "git", GL_TEMPDIR: home };
  const run = (args: readonly string[]): void => {
    const { status, stdout, stderr } = spawnSync(findProgram("gitolite") ?? "", args, {
      env: environment,
      encoding: "utf8",
      cwd: home,
    });
    if (status !== 0) throw new Error(`gitolite ${args.join(" ")}: exit ${status}\n${stdout}${stderr}`);
  };
  run(["setup", "-a", "admin"]);
  const settings = join(home, ".gitolite.rc");
  writeFileSync(
    settings,
    readFileSync(settings, "utf8").replace(
      /^(\s*)#\s*LOCAL_CODE\s*=>\s*"\$ENV\{HOME\}\/local",/m,
      '$1LOCAL_CODE => "$ENV{HOME}/local",',
    ),
  );
  const shell = "/usr/share/gitolite3/gitolite-shell";
  const transport = join(home, "bin/ssh");
  // What sshd does with a key of ada's: the command of the other side in a variable, gitolite's shell for a program.
  writeFileSync(
    transport,
    `#!/bin/sh\nwhile [ $# -gt 1 ]; do shift; done\nunset GIT_DIR GIT_CONFIG_GLOBAL XDG_CONFIG_HOME\nexport HOME='${home}' USER=git SSH_CONNECTION='127.0.0.1 1 127.0.0.1 22' SSH_ORIGINAL_COMMAND="$1"\nexec '${shell}' ada\n`,
  );
  chmodSync(transport, 0o755);
  return {
    environment: { GIT_SSH: transport, GIT_SSH_VARIANT: "simple" },
    repositories: join(home, "repositories"),
    localCode,
    addressOf: (name) => `git@localhost:${name}`,
    setRules: (rules) => {
      writeFileSync(join(home, ".gitolite/conf/gitolite.conf"), rules);
      run(["compile"]);
      run(["setup", "--hooks-only"]);
      run(["trigger", "POST_COMPILE"]);
    },
  };
}

/** Whether gitolite is installed as Debian has it. */
export function hasGitolite(): boolean {
  return findProgram("gitolite") !== undefined && existsSync("/usr/share/gitolite3/gitolite-shell");
}
