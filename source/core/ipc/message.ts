import * as z from 'zod';
import type {ClientState} from '../client/state.js';
import type {Command} from '../command.js';
import type {ClutchEvent} from '../event.js';
import {failureReasons} from '../route/classify.js';
import {mostLogLines} from '../service/log.js';
import {recipeSchema} from '../session/schema.js';
import type {SessionId} from '../session/session.js';
import {compressionSkips} from '../usage/usage.js';
import type {ClipboardWrite} from '../view/copy/clipboard.js';
import {mostLines} from '../view/copy/lines.js';

/** Between clutchd and its clients (dashboard, commands, gateway). Both ends are of one install; another version is told to restart, not guessed at. */
export const clutchdProtocol = 1;

export type ToClutchd =
	| {readonly type: 'hello'; readonly protocol: number; readonly client: string}
	| {readonly type: 'call'; readonly id: number; readonly command: Command}
	/** Answered with one `snapshot` and then every event after it, in the same tick: nothing is missed, nothing comes twice. */
	| {readonly type: 'subscribe'}
	/** Which panes this client shows; each gets one full `rows` frame, then changes. Replaces the earlier list. The focused one is told of every change at once, the others at most fifteen times a second; without `focused` all are told at once. */
	| {readonly type: 'watch'; readonly sessions: readonly SessionId[]; readonly focused?: SessionId | undefined};

export type FromClutchd =
	| {readonly type: 'welcome'; readonly protocol: number; readonly version: string; readonly pid: number}
	| {readonly type: 'reply'; readonly id: number; readonly ok: true; readonly value: unknown}
	| {readonly type: 'reply'; readonly id: number; readonly ok: false; readonly error: WireError}
	| {readonly type: 'snapshot'; readonly state: ClientState}
	| {readonly type: 'event'; readonly event: ClutchEvent}
	/** The program in a pane wrote the clipboard; only to whom this pane is the focused one, and as a refusal to whom it is another. */
	| {readonly type: 'clipboard'; readonly session: SessionId; readonly write: ClipboardWrite};

export type WireError = {readonly code: string; readonly message: string; readonly hint: string};

const text = z.string().max(100_000);
/** One argument or variable of a program: as long as the system takes it. A prompt is one. */
const argument = z.string().max(131_072);
/** Also the name of a file and a socket, so nothing else fits. */
const id = z.string().regex(/^[a-z\d][\w-]{0,15}$/i);
const side = z.int().min(1).max(2000);
const amount = z.number().min(0);

const colour = z.int().min(0).max(0xFF_FF_FF);

const environment = z.record(z.string(), argument);

const launch = z.strictObject({file: text, args: z.array(argument), env: environment, cwd: text});

const restoreChoice = z.discriminatedUnion('type', [
	z.strictObject({type: z.literal('conversation'), id: text.min(1)}),
	z.strictObject({type: z.literal('new')}),
]);

const attempt = z.strictObject({provider: text, model: text, key: z.int().positive().optional(), status: z.int().optional(), error: text.optional(), durationMs: amount, reason: z.enum(failureReasons).optional(), retryAfterMs: amount.optional()});

const usageFacts = z.strictObject({kind: z.enum(['main', 'subagent', 'side']), offersTools: z.boolean(), onlyTool: text.optional(), credential: z.enum(['none', 'ours', 'own-login']), role: z.enum(['BIG', 'MIDDLE', 'SMALL']).optional()});

const usageCandidate = z.strictObject({provider: text, model: text, fallback: z.boolean()});

const usageCompression = z.strictObject({by: z.literal('headroom'), tokensBefore: amount, tokensAfter: amount, freshSaved: amount, ms: amount, skipped: z.enum(compressionSkips).optional()});

const usage = z.strictObject({
	id: text.min(1),
	at: amount,
	// It stood in an address that anybody may write; a name we do not know must not cost the record.
	session: text.optional(),
	profile: text.optional(),
	route: z.enum(['p', 'b']).optional(),
	dialect: text,
	requestedModel: text,
	provider: text.optional(),
	model: text.optional(),
	rule: text,
	facts: usageFacts.optional(),
	candidates: z.array(usageCandidate).max(100).optional(),
	attempts: z.array(attempt),
	outcome: z.enum(['ok', 'failed', 'aborted']),
	status: z.int(),
	stream: z.boolean(),
	tokens: z.strictObject({input: amount, output: amount, cacheRead: amount, cacheWrite: amount}).optional(),
	durationMs: amount,
	firstTokenMs: amount.optional(),
	error: text.optional(),
	compression: usageCompression.optional(),
});

const command = z.discriminatedUnion('type', [
	z.strictObject({type: z.literal('status')}),
	z.strictObject({type: z.literal('session.open'), id, name: text.min(1), suggested: z.boolean().optional(), title: text, demo: z.boolean(), recipe: recipeSchema, launch, cols: side, rows: side}),
	z.strictObject({type: z.literal('session.stop'), id, graceMs: amount.max(60_000)}),
	z.strictObject({type: z.literal('session.close'), id}),
	z.strictObject({type: z.literal('session.rename'), id, name: text.min(1)}),
	z.strictObject({type: z.literal('session.looked'), id, until: z.number()}),
	z.strictObject({type: z.literal('session.screen'), id, ansi: z.boolean().optional(), scrollback: z.int().min(0).max(100_000).optional()}),
	z.strictObject({type: z.literal('session.lines'), id, from: z.int().optional(), count: z.int().min(0).max(mostLines)}),
	z.strictObject({type: z.literal('session.search'), id, text: z.string().max(1000), from: z.strictObject({line: z.int(), x: z.int()}), direction: z.enum(['forward', 'backward'])}),
	z.strictObject({type: z.literal('session.restorable'), ids: z.array(id).max(10_000).optional(), env: environment.optional()}),
	z.strictObject({type: z.literal('session.prompts'), ids: z.array(id).max(100), env: environment.optional()}),
	z.strictObject({type: z.literal('session.restore'), id, choice: restoreChoice.optional(), env: environment.optional(), cols: side.optional(), rows: side.optional()}),
	z.strictObject({type: z.literal('appearance'), scheme: z.enum(['dark', 'light']), foreground: colour.optional(), background: colour.optional()}),
	z.strictObject({type: z.literal('ping')}),
	z.strictObject({type: z.literal('service.start'), id: text, port: z.int().min(0).max(65_535).optional()}),
	z.strictObject({type: z.literal('service.stop'), id: text}),
	z.strictObject({type: z.literal('service.restart'), id: text}),
	z.strictObject({type: z.literal('service.hurry'), id: text}),
	z.strictObject({type: z.literal('service.up'), ids: z.array(text).max(1000).optional()}),
	z.strictObject({type: z.literal('service.down'), ids: z.array(text).max(1000).optional()}),
	z.strictObject({type: z.literal('service.log'), id: text, after: z.int().min(0).optional(), open: z.int().min(0).optional(), most: z.int().min(0).max(mostLogLines), waitMs: amount.max(60_000).optional()}),
	z.strictObject({type: z.literal('usage.started'), id: text.min(1), session: text.optional(), conversation: z.string().max(200).optional()}),
	z.strictObject({type: z.literal('usage.record'), records: z.array(usage).max(1000)}),
	z.strictObject({type: z.literal('usage.figures'), spanMs: amount.min(1000).max(86_400_000), session: text.optional(), after: z.int().min(0).optional(), most: z.int().min(0).max(500).optional()}),
	z.strictObject({type: z.literal('resources')}),
	z.strictObject({type: z.literal('shutdown'), everything: z.boolean()}),
]);

const toClutchd = z.discriminatedUnion('type', [
	z.strictObject({type: z.literal('hello'), protocol: z.int(), client: text}),
	z.strictObject({type: z.literal('call'), id: z.int().min(0), command}),
	z.strictObject({type: z.literal('subscribe')}),
	z.strictObject({type: z.literal('watch'), sessions: z.array(id).max(1000), focused: id.optional()}),
]);

export type ReadMessage = {readonly ok: true; readonly message: ToClutchd} | {readonly ok: false; readonly id: number | undefined; readonly problem: string};

/** Checks what a client sent. `id` is that of the call, where one can be told, so that the refusal reaches the one who asked. */
export function readToClutchd(value: unknown): ReadMessage {
	const read = toClutchd.safeParse(value);
	if (read.success) {
		// JSON leaves out what is undefined, so that a required `undefined` comes as a missing key.
		return {ok: true, message: read.data as ToClutchd};
	}

	const call = value as {readonly type?: unknown; readonly id?: unknown} | null | undefined;
	const problem = read.error.issues.map(issue => `${issue.path.join('.') || 'message'}: ${issue.message}`).join('; ');
	return {ok: false, id: call?.type === 'call' && typeof call.id === 'number' ? call.id : undefined, problem};
}
