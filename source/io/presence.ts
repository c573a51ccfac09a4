import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {Paths} from './paths.js';

/**
Two marks in the run directory. `running` stands while clutchd runs, so that one found at start means that the last one did not end by itself. `resting` stands after clutchd was asked to end, so that holders that miss it do not bring it back against its user's will.
*/
export type Presence = {
	readonly isResting: () => boolean;
	/** Answers whether the last clutchd crashed. */
	readonly begin: () => boolean;
	/** Marks that clutchd is being put to rest: before it lets its clients go, so that none of them takes it for a crash. */
	readonly rest: () => void;
	readonly end: () => void;
};

export function createPresence(paths: Paths): Presence {
	const running = path.join(paths.run, 'clutchd.running');
	const resting = path.join(paths.run, 'clutchd.resting');
	return {
		isResting: () => existsSync(resting),
		begin() {
			const crashed = existsSync(running);
			writeFileSync(running, `${process.pid}\n`, {mode: 0o600});
			rmSync(resting, {force: true});
			return crashed;
		},
		rest() {
			writeFileSync(resting, `${process.pid}\n`, {mode: 0o600});
		},
		end() {
			// One that ends because another clutchd took its place leaves that one's mark alone.
			if (existsSync(running) && readFileSync(running, 'utf8') === `${process.pid}\n`) {
				rmSync(running, {force: true});
			}
		},
	};
}
