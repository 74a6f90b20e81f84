import * as z from 'zod';
import type { Answer } from './transport.ts';

/** The `error` tags of both commits of the reference registry (registry-api, "Errors"). */
const TAGS = new Set([
  'invalid_request',
  'invalid_format',
  'invalid_manifest',
  'no_permission',
  'user_not_found',
  'token_not_found',
  'package_not_found',
  'dependency_not_found',
]);

/** What a registry's answer says: its tag where it has one, the text in words, and both as they are shown. */
export interface ServerText {
  readonly tag: string | null;
  readonly text: string;
  readonly html: boolean;
  /** `400 no_permission: …`, redacted and cut, for a disclosure. */
  readonly shown: string;
}

const MOST_SHOWN = 4000;

/**
 * Reads `{"error","description"}` without trusting it to be JSON: the body is put together by string formatting, so that a quote in
 * the text breaks it, the linked commit writes its keys without quotes, and a connection can break in the middle.
 */
const TAGGED = /^\s*\{\s*"?error"?\s*:\s*"?([a-z_]+)"?\s*(?:,\s*"?description"?\s*:\s*"?([\s\S]*?)"?\s*\}?\s*)?$/;

interface Read {
  readonly tag: string | null;
  readonly text: string;
}

const JsonError = z.object({
  error: z.string().optional(),
  description: z.string().optional(),
  message: z.string().optional(),
});

function readJson(body: string): Read | null {
  try {
    const { error, description, message } = JsonError.parse(JSON.parse(body));
    const tag = error !== undefined && TAGS.has(error) ? error : null;
    const text = description ?? message ?? (tag === null ? error : '');
    return text === undefined ? null : { tag, text };
  } catch {
    return null;
  }
}

function readTagged(body: string): Read | null {
  const [, tag, text = ''] = TAGGED.exec(body) ?? [];
  return tag !== undefined && TAGS.has(tag) ? { tag, text } : null;
}

const wordsOfHtml = (html: string): string =>
  html
    .replace(/<(script|style|head)\b[\s\S]*?<\/\1>/gi, (block) => /<title>([\s\S]*?)<\/title>/i.exec(block)?.[1] ?? ' ')
    .replace(/<[^>]*>/g, ' ');

/** Takes out what could move a cursor or turn the direction of writing, and runs of white space. */
const plain = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g, ' ')
    .replace(/\s{2,}/g, ' ')
    .trim();

/** Reads the text of an answer: tagged, plain, HTML of a proxy, broken or empty. Everything in the result is redacted. */
export function readServerText({ status, headers, text: body }: Answer, redact: (text: string) => string): ServerText {
  const read = readJson(body) ?? readTagged(body);
  const html = /html/i.test(headers['content-type'] ?? '') || /^\s*(<!doctype|<html|<head|<body|<h1)/i.test(body);
  const text = plain(redact(read?.text ?? (html ? wordsOfHtml(body) : body)));
  const tag = read?.tag ?? null;
  const start = tag === null ? `${status}` : `${status} ${tag}`;
  const shown = text === '' ? `${start}, with an empty body` : `${start}: ${text}`;
  return { tag, text, html, shown: shown.slice(0, MOST_SHOWN) };
}
