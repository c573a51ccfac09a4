/**
How long to wait before the start after `failures` in a row. The first wait is short, because a service that was killed once should be back within a second; then 0.5 s, doubling, at most 30 s.
*/
export function backoff(failures: number): number {
	return failures <= 1 ? 20 : Math.min(30_000, 500 * (2 ** (failures - 2)));
}
