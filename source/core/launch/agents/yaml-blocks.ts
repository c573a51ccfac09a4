/**
A YAML file with some of its top-level keys replaced: each with all that belongs to it is taken out, and ours, in one line each, stand at the end. What the file says besides, comments too, stays as it is.

@example
replaceBlocks('model:\n  default: x\nother: 1\n', {model: '{"default":"y"}'}) // → 'other: 1\nmodel: {"default":"y"}\n'
*/
export function replaceBlocks(text: string, blocks: Readonly<Record<string, string>>): string {
	const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
	// A whole file in braces has no blocks that could be told apart by their lines.
	const kept = /^\s*{/.test(lines.find(line => !/^\s*(?:#|$|---)/.test(line)) ?? '') ? [] : withoutBlocks(lines, new Set(Object.keys(blocks)));
	const end = kept.findLastIndex(line => line.trim() !== '' && line.trim() !== '...');
	return [...kept.slice(0, end + 1), ...Object.entries(blocks).map(([name, value]) => `${name}: ${value}`), ''].join('\n');
}

function withoutBlocks(lines: readonly string[], names: ReadonlySet<string>): readonly string[] {
	let inside = false;
	return lines.filter(line => {
		const key = /^["']?([\w.-]+)["']?\s*:(?:\s|$)/.exec(line)?.[1];
		// A list may stand at the same depth as its key.
		if (key !== undefined || /^[^\s#-]/.test(line)) {
			inside = key !== undefined && names.has(key);
		}

		return !inside;
	});
}
