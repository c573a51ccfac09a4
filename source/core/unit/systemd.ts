import {unitMark, type UnitSpec} from './unit.js';

/**
A unit of the user's systemd. `KillMode=process`: stopping it ends clutchd and leaves the holders, which are in its control group, alone. `Restart=on-failure`: one that made way for a clutchd that runs already is not started again and again.
*/
export function systemdUnit({argv, env, foldersMade}: UnitSpec): string {
	return [
		`# ${unitMark(foldersMade)}`,
		'[Unit]',
		'Description=Clutch: keeps coding agents and their gateway',
		'',
		'[Service]',
		'Type=simple',
		`ExecStart=${argv.map((each, index) => word(index === 0 ? each : each.replaceAll('$', '$$$$'))).join(' ')}`,
		...Object.entries(env).map(([name, value]) => `Environment=${word(`${name}=${value}`)}`),
		'KillMode=process',
		'Restart=on-failure',
		'RestartSec=1',
		'',
		'[Install]',
		'WantedBy=default.target',
		'',
	].join('\n');
}

/** In quotes whatever it is; `%` would begin a specifier. A `$` in an argument is doubled by the caller: only there it has a meaning. */
function word(text: string): string {
	const escaped = text.replaceAll('\\', String.raw`\\`).replaceAll('"', String.raw`\"`).replaceAll('%', '%%').replaceAll('\n', String.raw`\n`).replaceAll('\t', String.raw`\t`);
	return `"${escaped}"`;
}
