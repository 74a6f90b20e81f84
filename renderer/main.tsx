import './bridge/zodConfig.ts';
import './components/tokens.css';
import './components/components.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { BridgeProvider, connect } from './bridge/BridgeProvider.tsx';
import { transportOfWindow } from './bridge/transport.ts';

const root = document.getElementById('root');
if (root !== null) {
  const bridge = connect(transportOfWindow());
  createRoot(root).render(
    <StrictMode>
      <BridgeProvider bridge={bridge}>
        <App />
      </BridgeProvider>
    </StrictMode>,
  );
}
