import {lstatSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import type {LaunchFile} from '../core/launch/agent.js';
import type {LaunchPlan} from '../core/launch/plan.js';
import type {LaunchRecord} from '../core/launch/record.js';
import {readLaunchRecord} from '../core/launch/schema.js';
import type {SessionId} from '../core/session/session.js';
import {makeFolder} from './folder.js';
import type {Paths} from './paths.js';
import {changePrivateFile} from './private-file.js';
import {isAlive} from './process-identity.js';

/** What is kept of a plan. */
type PreparedPlan = Pick<LaunchPlan, 'session' | 'name' | 'title' | 'launch' | 'recipe' | 'settings' | 'folder' | 'files'>;

/** Makes what a launch needs on disk before its agent starts: its record, by which the gateway knows whose traffic it is, and the files made for the agent. What an earlier run of the same session left there is replaced: addresses and keys may be others by now. */
export function prepareLaunch({plan, at, process: identity}: {readonly plan: PreparedPlan; readonly at: number; readonly process: LaunchRecord['process']}): void {
	const {session, name, title, launch, recipe, settings, folder, files} = plan;
	const isNew = lstatSync(folder, {throwIfNoEntry: false}) === undefined;
	try {
		for (const file of files) {
			makeLaunchFile(folder, file);
		}

		const record: LaunchRecord = {version: 1, session, name, title, cwd: launch.cwd, recipe, at, process: identity, settings};
		writeRecord(path.join(folder, 'record.json'), record);
	} catch (error) {
		// Nobody will start it, and on a full disk it is in the way. Of an earlier run nothing is removed.
		if (isNew) {
			rmSync(folder, {recursive: true, force: true});
		}

		throw error;
	}
}

/** The record of a session, or undefined where none is kept. */
export function launchRecord(paths: Paths, session: SessionId): LaunchRecord | undefined {
	const file = path.join(paths.launches, session, 'record.json');
	try {
		return readLaunchRecord(readFileSync(file, 'utf8'));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return undefined;
		}

		throw error;
	}
}

/** Every launch that is kept, the newest first. */
export function launchRecords(paths: Paths): readonly LaunchRecord[] {
	return launchIds(paths).map(id => launchRecord(paths, id)).filter(record => record !== undefined).toSorted((one, other) => other.at - one.at);
}

/** Whether the process of a launch in its user's own terminal still runs. */
export function isRunning({process: identity}: LaunchRecord): boolean {
	return identity !== undefined && isAlive(identity);
}

/** Changes a record in one step: the gateway reads the old one or the new one. */
export function changeLaunch(paths: Paths, record: LaunchRecord): void {
	writeRecord(path.join(paths.launches, record.session, 'record.json'), record);
}

/** Forgets a launch and the files made for it. Links in its folder are removed, never what they lead to. */
export function forgetLaunch(paths: Paths, session: SessionId): void {
	rmSync(path.join(paths.launches, session), {recursive: true, force: true});
}

function launchIds(paths: Paths): readonly string[] {
	return statSync(paths.launches, {throwIfNoEntry: false})?.isDirectory() === true ? readdirSync(paths.launches) : [];
}

function writeRecord(file: string, record: LaunchRecord): void {
	changePrivateFile(file, () => `${JSON.stringify(record)}\n`);
}

function makeLaunchFile(folder: string, file: LaunchFile): void {
	const target = path.join(folder, file.path);
	switch (file.type) {
		case 'text': {
			changePrivateFile(target, () => file.content);
			break;
		}

		case 'changed': {
			changePrivateFile(target, () => file.change(readIfThere(file.from)));
			break;
		}

		case 'links': {
			makeLinks(target, file);
			break;
		}
	}
}

function makeLinks(target: string, {from, except, files, folders}: Extract<LaunchFile, {readonly type: 'links'}>): void {
	makeFolder(target);
	makeFolder(from);
	for (const folder of folders) {
		makeFolder(path.join(from, folder));
	}

	const names = new Set([...readdirSync(from), ...files, ...folders]);
	for (const name of names) {
		const link = path.join(target, name);
		if (!except.includes(name) && lstatSync(link, {throwIfNoEntry: false}) === undefined) {
			symlinkSync(path.join(from, name), link);
		}
	}
}

function readIfThere(file: string): string | undefined {
	return statSync(file, {throwIfNoEntry: false})?.isFile() === true ? readFileSync(file, 'utf8') : undefined;
}
