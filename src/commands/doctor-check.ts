/** What one check of `state doctor` came to. */
export interface DoctorCheck {
  /** Stable. */
  readonly name:
    | "git"
    | "node"
    | "desktop"
    | "gsd"
    | "config"
    | "switches"
    | "hooks"
    | "trial"
    | "merge-driver"
    | "attributes"
    | "agents"
    | "ledger"
    | "cache";
  readonly status: "ok" | "warning" | "error";
  readonly message: string;
  /** A command or a sentence that says what to do; `null` where all is well. */
  readonly help: string | null;
  /** What was measured, for programs. */
  readonly data: Readonly<Record<string, unknown>>;
}

type CheckName = DoctorCheck["name"];
type Data = DoctorCheck["data"];

export function createOk(name: CheckName, message: string, data: Data = {}): DoctorCheck {
  return { name, status: "ok", message, help: null, data };
}

export function createWarning(name: CheckName, message: string, help: string, data: Data = {}): DoctorCheck {
  return { name, status: "warning", message, help, data };
}

export function createError(name: CheckName, message: string, help: string, data: Data = {}): DoctorCheck {
  return { name, status: "error", message, help, data };
}
