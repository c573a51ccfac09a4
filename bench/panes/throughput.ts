import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {inScope, type Scope} from '../faults/fault.js';
import {median} from '../figure.js';
import {contents, makeContent, type Content} from './content.js';
import {pourer} from './programs.js';
import type {Multiplexer} from './seats.js';

export type Poured = {readonly megabytesPerSecond: number; readonly sentMegabytes: number};

type Options = {readonly multiplexers: readonly Multiplexer[]; readonly megabytes: number; readonly repetitions: number};

/** How fast a file goes through the pane with the keys, until its last byte is seen in front of the multiplexer; by content and multiplexer. */
export async function measureThroughput({multiplexers, megabytes, repetitions}: Options): Promise<ReadonlyMap<string, Poured>> {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-bench-'));
	try {
		const runs = new Map<string, Poured[]>();
		for (const content of contents) {
			const file = path.join(folder, 'content');
			const bytes = makeContent(content, megabytes);
			writeFileSync(file, bytes);
			for (let repetition = 0; repetition < repetitions; repetition++) {
				// Turned round, so that what changes on the machine meanwhile is for and against each.
				for (const multiplexer of repetition % 2 === 0 ? multiplexers : multiplexers.toReversed()) {
					const key = keyOf(content, multiplexer.name);
					runs.set(key, [...runs.get(key) ?? [], ...await inScope(async scope => pour(scope, {multiplexer, file, size: bytes.length}))]);
				}
			}
		}

		return new Map([...runs].map(([key, poured]) => [key, {megabytesPerSecond: median(poured.map(each => each.megabytesPerSecond)), sentMegabytes: median(poured.map(each => each.sentMegabytes))}]));
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

export function keyOf(content: Content, multiplexer: Multiplexer['name']): string {
	return `${content}, ${multiplexer}`;
}

/** Twice in one seat, after a first time for nothing: code is compiled and buffers grow. The marks are of one letter, so that a part of one that is written once more does not hide it. */
async function pour(scope: Scope, {multiplexer, file, size}: {readonly multiplexer: Multiplexer; readonly file: string; readonly size: number}): Promise<readonly Poured[]> {
	const {outer} = await multiplexer.open(scope, {focused: pourer()});
	const poured: Poured[] = [];
	for (const mark of ['@@@@@@', '~~~~~~', '^^^^^^']) {
		const before = outer.bytes();
		const begin = performance.now();
		outer.type(`${file} ${mark}\n`);
		const end = await outer.seen(mark, 120_000);
		poured.push({megabytesPerSecond: size / 1024 / 1024 / ((end - begin) / 1000), sentMegabytes: (outer.bytes() - before) / 1024 / 1024});
	}

	return poured.slice(1);
}
