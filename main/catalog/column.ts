type Numbers = Uint32Array | Uint8Array;

/** Numbers in a row that grow at the end and lie in one typed array. */
export interface Column<T extends Numbers> {
  readonly length: number;
  push(value: number): void;
  append(values: T): void;
  at(index: number): number;
  /** What was put in, without the room behind it. */
  finish(): T;
}

function createColumn<T extends Numbers>(make: (length: number) => T): Column<T> {
  let values = make(1024);
  let length = 0;
  const grow = (least: number): void => {
    const larger = make(Math.max(least, values.length * 2));
    larger.set(values);
    values = larger;
  };
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === values.length) grow(length + 1);
      values[length] = value;
      length += 1;
    },
    append(more) {
      if (length + more.length > values.length) grow(length + more.length);
      values.set(more, length);
      length += more.length;
    },
    at: (index) => values[index] ?? 0,
    // A copy, so that the room behind it is given back.
    finish: () => {
      const exact = make(length);
      exact.set(values.subarray(0, length));
      return exact;
    },
  };
}

/** An empty column of numbers below 2^32. */
export const wordColumn = (): Column<Uint32Array> => createColumn((length) => new Uint32Array(length));
/** An empty column of bytes. */
export const byteColumn = (): Column<Uint8Array> => createColumn((length) => new Uint8Array(length));
