/** What a dedicated worker sees of its page; the DOM's types take `self` for a window. */
export interface WorkerScope<Request, Report> {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(report: Report): void;
}

export function workerScope<Request, Report>(): WorkerScope<Request, Report> {
  return self as unknown as WorkerScope<Request, Report>;
}
