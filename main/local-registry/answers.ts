/** A body that is sent as it is read. A piece is good until the next one is asked for. Nothing is opened before the first one is. */
export type StreamedBody = { readonly bytes: number; readonly pieces: AsyncIterable<Uint8Array> };

/** What goes back over HTTP. A JSON body has a content type only where the reference registry sends one. */
export type Answer = {
  readonly status: number;
  readonly body: string | StreamedBody;
  readonly headers: Readonly<Record<string, string>>;
};

/** The tags of a refusal. */
export type Tag =
  | 'invalid_request'
  | 'invalid_format'
  | 'invalid_manifest'
  | 'no_permission'
  | 'user_not_found'
  | 'token_not_found'
  | 'package_not_found'
  | 'dependency_not_found';

const answer = (status: number, body: Answer['body'] = '', headers: Answer['headers'] = {}): Answer => ({
  status,
  body,
  headers,
});

/** 200 with JSON, as reads give it. */
export const json = (value: unknown): Answer =>
  answer(200, JSON.stringify(value), { 'content-type': 'application/json' });

/** 200 `{}` without a content type, as publish and yank give it. */
export const done: Answer = answer(200, '{}');

/** 400 with a tag and a sentence: always valid JSON, never a token in it. */
export const refused = (error: Tag, description: string): Answer => answer(400, JSON.stringify({ error, description }));

/** 400 without a body: the query lacks something. */
export const badQuery: Answer = answer(400);

/** 404 without a body: no such route; also for a wrong method. */
export const noRoute: Answer = answer(404);

/** 500 as the reference registry says it, for a body that is too large and for manifests that it cannot read. */
export const internalError: Answer = answer(500, 'registry internal error');

/** 307 to another address. */
export const redirect = (location: string): Answer => answer(307, '', { location });

/** Not the program's own: a request that a browser was made to send, or one to a name that only points here. */
export const forbidden = (why: string): Answer => answer(403, why, { 'content-type': 'text/plain; charset=utf-8' });

/** 200 `{}` that makes a browser forget the account cookie. */
export const loggedOut: Answer = answer(200, '{}', { 'set-cookie': 'user_token=; HttpOnly; Path=/; Max-Age=0' });

/** 200 with the bytes of a stored file, never with a Content-Encoding: elba would unpack it once too often. */
export const stored = (body: StreamedBody, contentType: string): Answer =>
  answer(200, body, { 'content-type': contentType, 'x-content-type-options': 'nosniff' });

/** 200 with a line of text. */
export const text = (line: string): Answer => answer(200, line, { 'content-type': 'text/plain; charset=utf-8' });
