import { configure } from '@testing-library/react';

// Pages are fetched when they are needed, and a machine that is busy takes its time over that: no test is about how long.
configure({ asyncUtilTimeout: 15_000 });
