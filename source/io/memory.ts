/** Present when the runtime was started with `--expose-gc`. */
const collect = (globalThis as {readonly gc?: () => void}).gc;

/** Gives back what is not used any more. The runtime itself waits until there is much of it, which is right for one program and wrong for many small ones. */
export function releaseMemory(): void {
	collect?.();
}
