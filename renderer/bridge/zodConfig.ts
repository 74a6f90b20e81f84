import * as z from 'zod';

// Zod compiles its checks with `new Function`, which the content security policy refuses. Must be imported before any schema.
z.config({ jitless: true });
