import type {Alias} from './alias.js';
import type {ShellName} from './shell.js';

/**
What else in an rc file gets in the way of the block, as sentences with the number of the line. Only said: these lines are their writer's.
*/
export function rcNotes(text: string, {shell, aliases}: {readonly shell: ShellName; readonly aliases: readonly Alias[]}): readonly string[] {
	const names = new Set(aliases.map(alias => alias.name));
	const lines = outside(text);
	const same = lines.flatMap(line => {
		const name = definedName(line.text, shell);
		return name !== undefined && names.has(name) ? [`${name} (${line.number})`] : [];
	});
	return [
		...lines.filter(line => /^# ═+ claude-code-proxy aliases START/.test(line.text)).map(line => `Line ${line.number} begins the block of the original claude-code-proxy; it is left as it is. Take it away by hand when you no longer need it.`),
		...lines.filter(line => /^[^#]*\bcrash-guard\.sh\b/.test(line.text)).map(line => `Line ${line.number} loads crash-guard, whose function cg_run goes before the cg_run of clutch in this shell. Take that line away to let clutch guard your sessions.`),
		...(same.length === 0 ? [] : [`Names that are also defined elsewhere in the file (in line): ${same.join(', ')}. Of two, the later one is in force; --without leaves ours out.`]),
	];
}

function definedName(line: string, shell: ShellName): string | undefined {
	const plain = shell === 'fish' ? /^\s*(?:alias|function)\s+(?:-\S+\s+)*([\w-]+)/.exec(line) : (/^\s*alias\s+(?:-g\s+)?([\w-]+)=/.exec(line) ?? /^\s*(?:function\s+)?([\w-]+)\s*\(\)/.exec(line) ?? /^\s*function\s+([\w-]+)\s/.exec(line));
	return plain?.[1];
}

/** The lines that are not our block's. */
function outside(text: string): ReadonlyArray<{readonly text: string; readonly number: number}> {
	let ours = false;
	return text.split('\n').map((line, index) => ({text: line, number: index + 1})).filter(line => {
		const mark = line.text.trim();
		const inside: boolean = ours || mark === '# >>> clutch >>>';
		ours = inside && mark !== '# <<< clutch <<<';
		return !inside;
	});
}
