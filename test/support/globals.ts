/** Runs `body` while a property of `holder`, by default a global, has another value. */
export function withGlobal<T>(name: string, value: unknown, body: () => T, holder: object = globalThis): T {
  const original = Object.getOwnPropertyDescriptor(holder, name) as PropertyDescriptor;
  Object.defineProperty(holder, name, { value, configurable: true, writable: true });
  try {
    return body();
  } finally {
    Object.defineProperty(holder, name, original);
  }
}
