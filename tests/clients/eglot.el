;; Drives Emacs's eglot: waits for what is found in FILE, tells it, does ACTION where it is found, and saves.
;; What is told is one JSON object for each line.

(require 'eglot)
(require 'json)
(require 'python)

(defun tell (&rest object)
  (princ (concat (json-encode object) "\n")))

(defun wait-for (number)
  (let ((end (+ (float-time) 60)))
    (while (/= (length (flymake-diagnostics)) number)
      (when (> (float-time) end)
        (tell :problem (format "there are %d diagnostics" (length (flymake-diagnostics))))
        (kill-emacs 1))
      (accept-process-output nil 0.05)
      (eglot--signal-textDocument/didChange) ; which Emacs does when it is idle, and in batch it never is
      (flymake-start))))

(setq eglot-sync-connect 60
      eglot-autoshutdown t
      eglot-confirm-server-initiated-edits nil
      eglot-server-programs `((python-mode . (,(getenv "PYTHON") "-m" "flake8_mp" "server"))))

(find-file (getenv "FILE"))
(python-mode)
(apply #'eglot--connect (eglot--guess-contact))
(remove-hook 'flymake-diagnostic-functions 'python-flymake t)
(unless flymake-mode (flymake-mode 1))
(wait-for 1)

(let* ((found (car (flymake-diagnostics)))
       (beg (flymake-diagnostic-beg found))
       (end (flymake-diagnostic-end found)))
  (tell :text (flymake-diagnostic-text found)
        :line (1- (line-number-at-pos beg))
        :marked (buffer-substring-no-properties beg end))
  (goto-char beg)
  (cl-letf (((symbol-function 'completing-read)
             (lambda (_prompt titles &rest _)
               (tell :titles (vconcat (mapcar (lambda (each) (if (consp each) (car each) each)) titles)))
               (getenv "ACTION")))
            (last-nonmenu-event ?a)) ; as if it was asked for by the keyboard and not by the mouse
    (eglot-code-actions beg end nil t)))
(wait-for 0)
(let ((save-silently t)) (save-buffer))
(tell :done t)
(eglot-shutdown (eglot-current-server))
