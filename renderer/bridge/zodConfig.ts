import * as z from 'zod';

// Zod compiles its checks with `new Function`, which the content security policy refuses and reports. This must run before any schema
// is made: the page imports it first, and the client imports it too, so that a bundler puts it into the chunk that holds the schemas.
z.config({ jitless: true });
