import * as z from 'zod';
import type {JournalEntry} from './journal.js';
import type {Session} from './session.js';

const exit = z.discriminatedUnion('type', [
	z.strictObject({type: z.literal('code'), code: z.int()}),
	z.strictObject({type: z.literal('signal'), signal: z.string()}),
]);

const status = z.discriminatedUnion('status', [
	z.strictObject({status: z.literal('starting'), since: z.number()}),
	z.strictObject({status: z.literal('live'), pid: z.int(), since: z.number()}),
	z.strictObject({status: z.literal('exited'), at: z.number()}),
	z.strictObject({status: z.literal('crashed'), exit, at: z.number()}),
	z.strictObject({status: z.literal('host-lost'), at: z.number()}),
	z.strictObject({status: z.literal('closed'), at: z.number()}),
]);

/** How a session can be started again, as it is kept and as it travels. */
export const recipeSchema = z.strictObject({
	code: z.string().optional(),
	agent: z.string().optional(),
	route: z.enum(['p', 'b', 'd']).optional(),
	credential: z.enum(['own-login', 'gateway-key', 'none']),
	profile: z.string().optional(),
	model: z.string().optional(),
	conversation: z.string().optional(),
	file: z.string(),
	shownArgs: z.array(z.string()),
});

const session = z.strictObject({
	id: z.string().min(1),
	name: z.string(),
	title: z.string(),
	cwd: z.string(),
	recipe: recipeSchema,
	demo: z.boolean(),
	state: status,
	activity: z.enum(['working', 'blocked', 'done', 'idle', 'error', 'unknown']),
	message: z.string().optional(),
	activitySince: z.number().optional(),
	createdAt: z.number(),
});

const head = {sequence: z.int().min(1), at: z.number()};
const id = z.string().min(1);

const entry = z.discriminatedUnion('type', [
	z.strictObject({...head, type: z.literal('created'), session}),
	z.strictObject({...head, type: z.literal('renamed'), id, name: z.string()}),
	z.strictObject({...head, type: z.literal('conversation'), id, conversation: z.string()}),
	z.strictObject({...head, type: z.literal('started'), id, pid: z.int()}),
	z.strictObject({...head, type: z.literal('ended'), id, exit}),
	z.strictObject({...head, type: z.literal('host-lost'), id}),
	z.strictObject({...head, type: z.literal('closed'), id}),
]);

const snapshot = z.strictObject({sequence: z.int().min(0), sessions: z.array(session)});

export type ManifestSnapshot = {readonly sequence: number; readonly sessions: readonly Session[]};

export function readEntry(value: unknown): JournalEntry | undefined {
	const read = entry.safeParse(value);
	return read.success ? read.data as JournalEntry : undefined;
}

export function readSnapshot(value: unknown): ManifestSnapshot | undefined {
	const read = snapshot.safeParse(value);
	return read.success ? read.data as ManifestSnapshot : undefined;
}
