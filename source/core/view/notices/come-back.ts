/** What is said once after a crash of ours, of clutchd as of a dashboard. */
export function comeBackText({live, gaps}: {readonly live: number; readonly gaps: number}): string {
	const lost = gaps === 0 ? 'nothing lost' : `${gaps === 1 ? 'the output of one has' : `the output of ${gaps} has`} a gap`;
	return `clutch came back after a crash: ${live === 1 ? '1 session' : `${live} sessions`} re-attached, ${lost}`;
}
