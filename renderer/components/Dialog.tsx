import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

/**
 * A question over the page. The title is the question and the dialog's name; Escape cancels, focus is kept inside and goes back to
 * where it was. `alert` for questions whose answer cannot be undone. Put `autoFocus` on the first field or on Cancel.
 */
export function Dialog(props: {
  readonly isOpen: boolean;
  readonly onCancel: () => void;
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** The row of buttons: Cancel first, the decisive one last. */
  readonly footer: ReactNode;
  readonly kind?: 'dialog' | 'alert';
  /** 600 px instead of 560, for tables and long sentences. */
  readonly isWide?: boolean;
  /** False while what was asked for is under way and cannot be left. */
  readonly canCancel?: boolean;
}) {
  const { canCancel = true } = props;
  return (
    <ModalOverlay
      className="scrim"
      isOpen={props.isOpen}
      onOpenChange={(isOpen) => {
        if (!isOpen && canCancel) props.onCancel();
      }}
      isDismissable={false}
      isKeyboardDismissDisabled={!canCancel}
    >
      <Modal className="modal">
        <AriaDialog
          className={props.isWide === true ? 'dialog wide' : 'dialog'}
          role={props.kind === 'alert' ? 'alertdialog' : 'dialog'}
        >
          <header>
            <Heading slot="title" level={2} className="dialog-t">
              {props.title}
            </Heading>
          </header>
          <div className="in">{props.children}</div>
          <footer>{props.footer}</footer>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
