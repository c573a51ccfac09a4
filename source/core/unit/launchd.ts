import {unitMark, type UnitSpec} from './unit.js';

export const launchdLabel = 'dev.clutch.clutchd';

/** A property list for macOS's launchd. `AbandonProcessGroup`: what clutchd started goes on when it ends. */
export function launchdPlist({argv, env, foldersMade}: UnitSpec): string {
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<!-- ${unitMark(foldersMade)} -->`,
		'<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
		'<plist version="1.0">',
		'<dict>',
		`\t<key>Label</key>${string(launchdLabel)}`,
		'\t<key>ProgramArguments</key>',
		'\t<array>',
		...argv.map(each => `\t\t${string(each)}`),
		'\t</array>',
		'\t<key>EnvironmentVariables</key>',
		'\t<dict>',
		...Object.entries(env).map(([name, value]) => `\t\t<key>${escaped(name)}</key>${string(value)}`),
		'\t</dict>',
		'\t<key>RunAtLoad</key><true/>',
		'\t<key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>',
		'\t<key>AbandonProcessGroup</key><true/>',
		'</dict>',
		'</plist>',
		'',
	].join('\n');
}

function string(text: string): string {
	return `<string>${escaped(text)}</string>`;
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
