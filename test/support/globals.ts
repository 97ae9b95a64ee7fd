/** Runs `body` while a property of `holder`, by default of the global object, has another value. */
export function withGlobal<T>(name: string, value: unknown, body: () => T, holder: object = globalThis): T {
  return withProperty(name, { value, writable: true }, body, holder);
}

/** Runs `body` until its promise settles, while every access to a global throws, even by `typeof`. */
export function withForbidden<T>(name: string, body: () => T): T {
  return withProperty(
    name,
    {
      get() {
        throw new Error(`${name} was touched`);
      },
    },
    body,
  );
}

/** Runs `body` while a property of `holder`, by default of the global object, does not exist. */
export function withoutGlobal<T>(name: string, body: () => T, holder: object = globalThis): T {
  return withProperty(name, undefined, body, holder);
}

function withProperty<T>(
  name: string,
  property: PropertyDescriptor | undefined,
  body: () => T,
  holder: object = globalThis,
): T {
  const original = Object.getOwnPropertyDescriptor(holder, name) as PropertyDescriptor;
  const restore = (): void => {
    Object.defineProperty(holder, name, original);
  };
  if (property === undefined) Reflect.deleteProperty(holder, name);
  else Object.defineProperty(holder, name, { ...property, configurable: true });
  let result: T;
  try {
    result = body();
  } catch (error) {
    restore();
    throw error;
  }
  if (result instanceof Promise) return result.finally(restore) as T;
  restore();
  return result;
}
