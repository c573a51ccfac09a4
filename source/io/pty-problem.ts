import {readFileSync} from 'node:fs';

/** Why there is no pty for a program, in words that say what to do; the system's own are `forkpty(3) failed`. */
export function ptyProblem(error: unknown): string {
	const {message} = error as Error;
	if (!message.startsWith('forkpty')) {
		return message;
	}

	const used = number('nr');
	const most = number('max');
	const counted = used === undefined || most === undefined ? '' : ` (${used} of ${most} are in use)`;
	return `the system gave it no terminal${counted}. End some sessions or other terminals, then try again.`;
}

function number(name: string): number | undefined {
	try {
		return Number(readFileSync(`/proc/sys/kernel/pty/${name}`, 'utf8'));
	} catch {
		// Only Linux tells.
		return undefined;
	}
}
