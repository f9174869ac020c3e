# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_credesk_global_optspecs
string join \n config= profile= read-only ascii plain log= log-level= h/help V/version
end
function __fish_credesk_needs_command
# Figure out if the current invocation already has a command.
set -l cmd (commandline -opc)
set -e cmd[1]
argparse -s (__fish_credesk_global_optspecs) -- $cmd 2>/dev/null
or return
if set -q argv[1]
# Also print the command, so this can be used to figure out what it is.
echo $argv[1]
return 1
end
return 0
end
function __fish_credesk_using_subcommand
set -l cmd (__fish_credesk_needs_command)
test -z "$cmd"
and return 1
contains -- $cmd[1] $argv
end
complete -c credesk -l config -d 'The configuration file (also: environment variable `CREDESK_CONFIG`)' -r -F
complete -c credesk -l profile -d 'The profile to use instead of the default one' -r
complete -c credesk -l log -d 'Append to this file what happens (also: environment variable `CREDESK_LOG`); it is made for you alone' -r -F
complete -c credesk -l log-level -d 'How much of it' -r -f -a "error\t'What is credesk\'s own fault'
warn\t'What went wrong'
info\t'What was done'
debug\t'And whom each request was about'
trace\t'All there is'"
complete -c credesk -l read-only -d 'Change nothing on the server in this session'
complete -c credesk -l ascii -d 'Draw rules, boxes and dots with ASCII (also: `ascii = true` in the configuration)'
complete -c credesk -l plain -d 'Ask plain numbered questions instead of drawing a console: for screen readers and slow lines (also: TERM=dumb, ACCESSIBLE=1)'
complete -c credesk -s h -l help -d 'Print help (see more with \'--help\')'
complete -c credesk -n "__fish_credesk_needs_command" -s V -l version -d 'Print version'
complete -c credesk -n "__fish_credesk_needs_command" -f -a "find" -d 'Find users, as the console\'s search does'
complete -c credesk -n "__fish_credesk_needs_command" -f -a "show" -d 'Tell what is known of a user and the user\'s credentials, and what may be done with each'
complete -c credesk -n "__fish_credesk_needs_command" -f -a "reset" -d 'Reset a temporary strong password, a PUK or a ticket: of one user, or of all in a file'
complete -c credesk -n "__fish_credesk_needs_command" -f -a "device-password" -d 'Set a device password, or have a new one made'
complete -c credesk -n "__fish_credesk_needs_command" -f -a "otp" -d 'OTP cards without the console: replace, show or print one'
complete -c credesk -n "__fish_credesk_needs_command" -f -a "audit" -d 'Look into the journal: what was done, what is open, whether every line is as it was written'
complete -c credesk -n "__fish_credesk_needs_command" -f -a "doctor" -d 'Look at everything that credesk needs: terminal, configuration, server, token, policies, journal'
complete -c credesk -n "__fish_credesk_needs_command" -f -a "config" -d 'Set credesk up: write a configuration, check it, look at what counts'
complete -c credesk -n "__fish_credesk_needs_command" -f -a "completions" -d 'What completes credesk\'s commands in a shell, on standard output'
complete -c credesk -n "__fish_credesk_needs_command" -f -a "man" -d 'A manual page, on standard output: `credesk man | man -l -`'
complete -c credesk -n "__fish_credesk_needs_command" -f -a "demo" -d 'The console on an embedded sandbox: no server, no configuration, nothing to install'
complete -c credesk -n "__fish_credesk_needs_command" -f -a "sandbox" -d 'The sandbox alone, for trying clients and for training'
complete -c credesk -n "__fish_credesk_using_subcommand find" -l client -d 'Only users of the client with this external ID' -r
complete -c credesk -n "__fish_credesk_using_subcommand find" -l limit -d 'The most users' -r
complete -c credesk -n "__fish_credesk_using_subcommand find" -l json -d 'As JSON (assets/schema/output.schema.json)'
complete -c credesk -n "__fish_credesk_using_subcommand show" -l client -d 'The external ID of the user\'s client, where several clients have this login ID' -r
complete -c credesk -n "__fish_credesk_using_subcommand show" -l json -d 'As JSON (assets/schema/output.schema.json)'
complete -c credesk -n "__fish_credesk_using_subcommand reset" -l user -d 'The user\'s login ID, whole' -r
complete -c credesk -n "__fish_credesk_using_subcommand reset" -l from -d 'A CSV file of login IDs instead, or - for standard input: one run for all of them' -r -F
complete -c credesk -n "__fish_credesk_using_subcommand reset" -l client -d 'The external ID of the user\'s client, where several clients have this login ID' -r
complete -c credesk -n "__fish_credesk_using_subcommand reset" -l ticket -d 'The reference of your own ticket, for the journal and, where the change takes one, the modification comment' -r
complete -c credesk -n "__fish_credesk_using_subcommand reset" -l comment -d 'The modification comment' -r
complete -c credesk -n "__fish_credesk_using_subcommand reset" -l confirm -d 'Confirms: the user\'s login ID once more (with --from: how many users). Asked for on a terminal, required without one' -r
complete -c credesk -n "__fish_credesk_using_subcommand reset" -l rate -d 'The most changes in a minute; without it 60, and no limit on a loopback address' -r
complete -c credesk -n "__fish_credesk_using_subcommand reset" -l reveal -d 'Put the new value on standard output; without it nobody sees one. Onto a terminal only after a question'
complete -c credesk -n "__fish_credesk_using_subcommand reset" -l json -d 'What came of it as JSON (assets/schema/output.schema.json), complete, and so at the end'
complete -c credesk -n "__fish_credesk_using_subcommand reset" -l dry-run -d 'Only say what would be done'
complete -c credesk -n "__fish_credesk_using_subcommand reset" -l resume -d 'Go on with a run that was interrupted: nobody is done twice'
complete -c credesk -n "__fish_credesk_using_subcommand reset" -l again -d 'Do a list once more that the journal knows as done, or users of whom another list was done within a day'
complete -c credesk -n "__fish_credesk_using_subcommand reset" -l keep-going -d 'Go on after an outcome that nobody knows, instead of stopping there'
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and not __fish_seen_subcommand_from set reset" -f -a "set" -d 'Set a password of your own choice: typed without echo, or one line of standard input'
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and not __fish_seen_subcommand_from set reset" -f -a "reset" -d 'Have credesk make one that keeps the policy\'s rules; needs --reveal, for nobody else would know it'
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from set" -l user -d 'The user\'s login ID, whole' -r
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from set" -l client -d 'The external ID of the user\'s client, where several clients have this login ID' -r
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from set" -l device -d 'The device password\'s external ID, where the user has several' -r
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from set" -l state -d 'Its new state: initial, active, tmp-locked, fail-locked, reset-code, admin-changed, disabled, archived' -r
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from set" -l policy -d 'The external ID of its new policy' -r
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from set" -l ticket -d 'The reference of your own ticket, for the journal and, where the change takes one, the modification comment' -r
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from set" -l comment -d 'The modification comment' -r
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from set" -l confirm -d 'Confirms: the user\'s login ID once more (with --from: how many users). Asked for on a terminal, required without one' -r
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from set" -l reveal -d 'Put the new value on standard output; without it nobody sees one. Onto a terminal only after a question'
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from set" -l json -d 'What came of it as JSON (assets/schema/output.schema.json), complete, and so at the end'
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from reset" -l user -d 'The user\'s login ID, whole' -r
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from reset" -l client -d 'The external ID of the user\'s client, where several clients have this login ID' -r
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from reset" -l device -d 'The device password\'s external ID, where the user has several' -r
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from reset" -l ticket -d 'The reference of your own ticket, for the journal and, where the change takes one, the modification comment' -r
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from reset" -l comment -d 'The modification comment' -r
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from reset" -l confirm -d 'Confirms: the user\'s login ID once more (with --from: how many users). Asked for on a terminal, required without one' -r
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from reset" -l reveal -d 'Put the new value on standard output; without it nobody sees one. Onto a terminal only after a question'
complete -c credesk -n "__fish_credesk_using_subcommand device-password; and __fish_seen_subcommand_from reset" -l json -d 'What came of it as JSON (assets/schema/output.schema.json), complete, and so at the end'
complete -c credesk -n "__fish_credesk_using_subcommand otp; and not __fish_seen_subcommand_from replace show print" -f -a "replace" -d 'Replace a card: of one user, or of all in a file'
complete -c credesk -n "__fish_credesk_using_subcommand otp; and not __fish_seen_subcommand_from replace show print" -f -a "show" -d 'Tell of a card as it is now, and with --reveal put it out; nothing is replaced'
complete -c credesk -n "__fish_credesk_using_subcommand otp; and not __fish_seen_subcommand_from replace show print" -f -a "print" -d 'Print a card as it is now; nothing is replaced'
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from replace" -l user -d 'The user\'s login ID, whole' -r
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from replace" -l from -d 'A CSV file of login IDs instead, or - for standard input: one run for all of them' -r -F
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from replace" -l client -d 'The external ID of the user\'s client, where several clients have this login ID' -r
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from replace" -l card -d 'The card\'s external ID, where the user has several' -r
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from replace" -l ticket -d 'The reference of your own ticket, for the journal and, where the change takes one, the modification comment' -r
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from replace" -l comment -d 'The modification comment' -r
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from replace" -l confirm -d 'Confirms: the user\'s login ID once more (with --from: how many users). Asked for on a terminal, required without one' -r
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from replace" -l rate -d 'The most changes in a minute; without it 60, and no limit on a loopback address' -r
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from replace" -l reveal -d 'Put the new value on standard output; without it nobody sees one. Onto a terminal only after a question'
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from replace" -l json -d 'What came of it as JSON (assets/schema/output.schema.json), complete, and so at the end'
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from replace" -l dry-run -d 'Only say what would be done'
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from replace" -l resume -d 'Go on with a run that was interrupted: nobody is done twice'
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from replace" -l again -d 'Do a list once more that the journal knows as done, or users of whom another list was done within a day'
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from replace" -l keep-going -d 'Go on after an outcome that nobody knows, instead of stopping there'
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from show" -l user -d 'The user\'s login ID, whole' -r
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from show" -l client -d 'The external ID of the user\'s client, where several clients have this login ID' -r
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from show" -l card -d 'The card\'s external ID, where the user has several' -r
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from show" -l reveal -d 'Put the cells on standard output. Onto a terminal only after a question'
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from show" -l json -d 'As JSON (assets/schema/output.schema.json)'
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from print" -l user -d 'The user\'s login ID, whole' -r
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from print" -l client -d 'The external ID of the user\'s client, where several clients have this login ID' -r
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from print" -l card -d 'The card\'s external ID, where the user has several' -r
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from print" -l to -d 'To a queue of CUPS, into a new file, or as text to standard output' -r -f -a "queue\t'A queue of CUPS'
file\t'A new file, for you alone'
text\t'Standard output, as text'"
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from print" -l queue -d 'The queue; without it, that of the profile, or CUPS\'s default' -r
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from print" -l file -d 'The file; it must not be there yet' -r -F
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from print" -l format -d 'How it is written; without it, as the profile says' -r -f -a "pdf\t'PDF, A4'
text\t'Text, 79 columns'"
complete -c credesk -n "__fish_credesk_using_subcommand otp; and __fish_seen_subcommand_from print" -l json -d 'What became of it as JSON (assets/schema/output.schema.json); not with --to text'
complete -c credesk -n "__fish_credesk_using_subcommand audit; and not __fish_seen_subcommand_from list show verify export" -l journal -d 'The journal instead of the one that the configuration names' -r -F
complete -c credesk -n "__fish_credesk_using_subcommand audit; and not __fish_seen_subcommand_from list show verify export" -f -a "list" -d 'Operations and prints, one line each: those that are open, and the last ones that are over'
complete -c credesk -n "__fish_credesk_using_subcommand audit; and not __fish_seen_subcommand_from list show verify export" -f -a "show" -d 'Everything about one operation or print, in the order of time'
complete -c credesk -n "__fish_credesk_using_subcommand audit; and not __fish_seen_subcommand_from list show verify export" -f -a "verify" -d 'Check every byte; exit code 7 names the first line that is not as it was written'
complete -c credesk -n "__fish_credesk_using_subcommand audit; and not __fish_seen_subcommand_from list show verify export" -f -a "export" -d 'The lines for another program'
complete -c credesk -n "__fish_credesk_using_subcommand audit; and __fish_seen_subcommand_from list" -l journal -d 'The journal instead of the one that the configuration names' -r -F
complete -c credesk -n "__fish_credesk_using_subcommand audit; and __fish_seen_subcommand_from list" -l all -d 'All that are over'
complete -c credesk -n "__fish_credesk_using_subcommand audit; and __fish_seen_subcommand_from list" -l json -d 'As JSON, one line each'
complete -c credesk -n "__fish_credesk_using_subcommand audit; and __fish_seen_subcommand_from show" -l journal -d 'The journal instead of the one that the configuration names' -r -F
complete -c credesk -n "__fish_credesk_using_subcommand audit; and __fish_seen_subcommand_from verify" -l journal -d 'The journal instead of the one that the configuration names' -r -F
complete -c credesk -n "__fish_credesk_using_subcommand audit; and __fish_seen_subcommand_from export" -l from -d 'The first day, for example 2026-11-21' -r
complete -c credesk -n "__fish_credesk_using_subcommand audit; and __fish_seen_subcommand_from export" -l to -d 'The last day' -r
complete -c credesk -n "__fish_credesk_using_subcommand audit; and __fish_seen_subcommand_from export" -l format -d 'The journal\'s own lines, or a table for a spreadsheet' -r -f -a "jsonl\t'The journal\'s own lines'
csv\t'A table, times in UTC'"
complete -c credesk -n "__fish_credesk_using_subcommand audit; and __fish_seen_subcommand_from export" -l journal -d 'The journal instead of the one that the configuration names' -r -F
complete -c credesk -n "__fish_credesk_using_subcommand doctor" -l json -d 'As JSON, in one line (its shape: assets/schema/doctor.schema.json)'
complete -c credesk -n "__fish_credesk_using_subcommand config; and not __fish_seen_subcommand_from init check show path schema" -f -a "init" -d 'Ask some questions, test the connection, write a configuration for you alone'
complete -c credesk -n "__fish_credesk_using_subcommand config; and not __fish_seen_subcommand_from init check show path schema" -f -a "check" -d 'Check it and the files that it names; connects to nothing'
complete -c credesk -n "__fish_credesk_using_subcommand config; and not __fish_seen_subcommand_from init check show path schema" -f -a "show" -d 'What counts for every key, and which line says so; never a token'
complete -c credesk -n "__fish_credesk_using_subcommand config; and not __fish_seen_subcommand_from init check show path schema" -f -a "path" -d 'Where it is looked for'
complete -c credesk -n "__fish_credesk_using_subcommand config; and not __fish_seen_subcommand_from init check show path schema" -f -a "schema" -d 'The JSON Schema of the file, for editors'
complete -c credesk -n "__fish_credesk_using_subcommand config; and __fish_seen_subcommand_from check" -l json -d 'As JSON'
complete -c credesk -n "__fish_credesk_using_subcommand config; and __fish_seen_subcommand_from show" -l json -d 'As JSON'
complete -c credesk -n "__fish_credesk_using_subcommand demo" -l users -d 'How many generated users there are beside the prepared ones' -r
complete -c credesk -n "__fish_credesk_using_subcommand demo" -l seed -d 'The seed of all names and values; the same seed makes the same sandbox' -r
complete -c credesk -n "__fish_credesk_using_subcommand demo" -l delay-ms -d 'How long every answer is held back, in milliseconds' -r
complete -c credesk -n "__fish_credesk_using_subcommand sandbox" -l listen -d 'Where to listen; loopback addresses only' -r
complete -c credesk -n "__fish_credesk_using_subcommand sandbox" -l users -d 'How many generated users there are beside the prepared ones' -r
complete -c credesk -n "__fish_credesk_using_subcommand sandbox" -l seed -d 'The seed of all names and values; the same seed makes the same sandbox' -r
complete -c credesk -n "__fish_credesk_using_subcommand sandbox" -l delay-ms -d 'How long every answer is held back, in milliseconds' -r
