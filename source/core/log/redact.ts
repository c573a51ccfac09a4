/**
A text without secrets, for logs: tokens by their shape, values by the name they are given to. It errs on the side of hiding.
*/
export function redact(text: string): string {
	return text
		.replaceAll(/\b(bearer|basic)\s+[\w+./~=-]{8,}/gi, '$1 ••••')
		.replaceAll(/\b(?:sk|pk|rk|ghp|gho|xai|gsk|hf|nvapi)[-_][\w-]{8,}/g, '••••')
		.replaceAll(/\bAIza[\w-]{20,}/g, '••••')
		.replaceAll(/(["']?\b(?:x-api-key|x-goog-api-key|api-key|authorization|cookie|(?!env_key\b|key_env\b)\w*(?:key|token|secret|password))\b["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s,;}]+)/gi, (_whole, head: string, value: string) => `${head}${value.startsWith('"') ? '"••••"' : '••••'}`)
		.replaceAll(/(https?:\/\/)[^/@\s]+@/g, '$1••••@');
}
