import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {Paths} from './paths.js';
import {identify, isAlive} from './process-identity.js';

export type DashboardMark = {
	/** A dashboard before this one ended without a word. */
	readonly crashed: boolean;
	/** This one ends in order. */
	readonly remove: () => void;
};

/** Marks in the run directory that this process is a dashboard, and finds the marks of those that are no more. Each is found once. */
export function markDashboard(paths: Paths): DashboardMark {
	const left = readMarks(paths).filter(mark => !isAlive(mark));
	const own = markFile(paths, process.pid);
	for (const {pid} of left) {
		rmSync(markFile(paths, pid), {force: true});
	}

	writeFileSync(own, `${identify(process.pid)?.startTime ?? ''}\n`, {mode: 0o600});
	return {
		crashed: left.length > 0,
		remove() {
			rmSync(own, {force: true});
		},
	};
}

const name = /^dashboard\.(\d+)$/;

function readMarks(paths: Paths): ReadonlyArray<{readonly pid: number; readonly startTime: string}> {
	return readdirSync(paths.run).flatMap(file => {
		const pid = Number(name.exec(file)?.[1]);
		return pid > 0 ? [{pid, startTime: readFileSync(markFile(paths, pid), 'utf8').trim()}] : [];
	});
}

function markFile(paths: Paths, pid: number): string {
	return path.join(paths.run, `dashboard.${pid}`);
}
