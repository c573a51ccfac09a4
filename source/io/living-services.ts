import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {servicePrefix} from '../core/service/service.js';
import {bootId} from './boot-id.js';
import {readHeldService, type HeldService} from './held-service.js';
import type {Paths} from './paths.js';
import {isAlive} from './process-identity.js';

/** Services that run, as their holders have written them down: known without clutchd, and without asking anybody. */
export function livingServices({paths: {holders}, env}: {readonly paths: Pick<Paths, 'holders'>; readonly env: Readonly<Record<string, string | undefined>>}): readonly HeldService[] {
	const boot = bootId(env);
	const names = existsSync(holders) ? readdirSync(holders).filter(name => name.startsWith(servicePrefix) && name.endsWith('.child.json')) : [];
	return names.flatMap(name => readHeldService(path.join(holders, name), boot) ?? []).filter(held => isAlive(held));
}
