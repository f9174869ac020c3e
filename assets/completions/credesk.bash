_credesk() {
local i cur prev opts cmd
COMPREPLY=()
if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
cur="$2"
else
cur="${COMP_WORDS[COMP_CWORD]}"
fi
prev="$3"
cmd=""
opts=""
for i in "${COMP_WORDS[@]:0:COMP_CWORD}"
do
case "${cmd},${i}" in
",$1")
cmd="credesk"
;;
credesk,audit)
cmd="credesk__subcmd__audit"
;;
credesk,completions)
cmd="credesk__subcmd__completions"
;;
credesk,config)
cmd="credesk__subcmd__config"
;;
credesk,demo)
cmd="credesk__subcmd__demo"
;;
credesk,device-password)
cmd="credesk__subcmd__device__subcmd__password"
;;
credesk,doctor)
cmd="credesk__subcmd__doctor"
;;
credesk,find)
cmd="credesk__subcmd__find"
;;
credesk,man)
cmd="credesk__subcmd__man"
;;
credesk,otp)
cmd="credesk__subcmd__otp"
;;
credesk,reset)
cmd="credesk__subcmd__reset"
;;
credesk,sandbox)
cmd="credesk__subcmd__sandbox"
;;
credesk,show)
cmd="credesk__subcmd__show"
;;
credesk__subcmd__audit,export)
cmd="credesk__subcmd__audit__subcmd__export"
;;
credesk__subcmd__audit,list)
cmd="credesk__subcmd__audit__subcmd__list"
;;
credesk__subcmd__audit,show)
cmd="credesk__subcmd__audit__subcmd__show"
;;
credesk__subcmd__audit,verify)
cmd="credesk__subcmd__audit__subcmd__verify"
;;
credesk__subcmd__config,check)
cmd="credesk__subcmd__config__subcmd__check"
;;
credesk__subcmd__config,init)
cmd="credesk__subcmd__config__subcmd__init"
;;
credesk__subcmd__config,path)
cmd="credesk__subcmd__config__subcmd__path"
;;
credesk__subcmd__config,schema)
cmd="credesk__subcmd__config__subcmd__schema"
;;
credesk__subcmd__config,show)
cmd="credesk__subcmd__config__subcmd__show"
;;
credesk__subcmd__device__subcmd__password,reset)
cmd="credesk__subcmd__device__subcmd__password__subcmd__reset"
;;
credesk__subcmd__device__subcmd__password,set)
cmd="credesk__subcmd__device__subcmd__password__subcmd__set"
;;
credesk__subcmd__otp,print)
cmd="credesk__subcmd__otp__subcmd__print"
;;
credesk__subcmd__otp,replace)
cmd="credesk__subcmd__otp__subcmd__replace"
;;
credesk__subcmd__otp,show)
cmd="credesk__subcmd__otp__subcmd__show"
;;
*)
;;
esac
done
case "${prev}" in
--config)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--profile)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--log)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--log-level)
COMPREPLY=($(compgen -W "error warn info debug trace" -- "${cur}"))
return 0
;;
esac
case "${cmd}" in
credesk)
opts="-h -V --config --profile --read-only --ascii --plain --log --log-level --help --version find show reset device-password otp audit doctor config completions man demo sandbox"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 1 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__audit)
opts="-h --journal --config --profile --read-only --ascii --plain --log --log-level --help list show verify export"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
--journal)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__audit__subcmd__export)
opts="-h --from --to --format --journal --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
--from)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--to)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--format)
COMPREPLY=($(compgen -W "jsonl csv" -- "${cur}"))
return 0
;;
--journal)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__audit__subcmd__list)
opts="-h --all --json --journal --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
--journal)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__audit__subcmd__show)
opts="-h --journal --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
--journal)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__audit__subcmd__verify)
opts="-h --journal --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
--journal)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__completions)
opts="-h --config --profile --read-only --ascii --plain --log --log-level --help bash zsh fish"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__config)
opts="-h --config --profile --read-only --ascii --plain --log --log-level --help init check show path schema"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__config__subcmd__check)
opts="-h --json --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__config__subcmd__init)
opts="-h --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__config__subcmd__path)
opts="-h --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__config__subcmd__schema)
opts="-h --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__config__subcmd__show)
opts="-h --json --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__demo)
opts="-h --users --seed --delay-ms --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
--users)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--seed)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--delay-ms)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__device__subcmd__password)
opts="-h --config --profile --read-only --ascii --plain --log --log-level --help set reset"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__device__subcmd__password__subcmd__reset)
opts="-h --user --client --device --ticket --comment --confirm --reveal --json --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
--user)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--client)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--device)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--ticket)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--comment)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--confirm)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__device__subcmd__password__subcmd__set)
opts="-h --user --client --device --state --policy --ticket --comment --confirm --reveal --json --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
--user)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--client)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--device)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--state)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--policy)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--ticket)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--comment)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--confirm)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__doctor)
opts="-h --json --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__find)
opts="-h --client --limit --json --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
--client)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--limit)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__man)
opts="-h --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__otp)
opts="-h --config --profile --read-only --ascii --plain --log --log-level --help replace show print"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__otp__subcmd__print)
opts="-h --user --client --card --to --queue --file --format --json --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
--user)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--client)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--card)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--to)
COMPREPLY=($(compgen -W "queue file text" -- "${cur}"))
return 0
;;
--queue)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--file)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--format)
COMPREPLY=($(compgen -W "pdf text" -- "${cur}"))
return 0
;;
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__otp__subcmd__replace)
opts="-h --user --from --client --card --ticket --comment --confirm --reveal --json --dry-run --resume --again --keep-going --rate --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
--user)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--from)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--client)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--card)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--ticket)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--comment)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--confirm)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--rate)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__otp__subcmd__show)
opts="-h --user --client --card --reveal --json --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
--user)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--client)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--card)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__reset)
opts="-h --user --from --client --ticket --comment --confirm --reveal --json --dry-run --resume --again --keep-going --rate --config --profile --read-only --ascii --plain --log --log-level --help tempstrong puk ticket"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
--user)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--from)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--client)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--ticket)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--comment)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--confirm)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--rate)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__sandbox)
opts="-h --listen --users --seed --delay-ms --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
--listen)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--users)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--seed)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
--delay-ms)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
credesk__subcmd__show)
opts="-h --client --json --config --profile --read-only --ascii --plain --log --log-level --help"
if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
fi
case "${prev}" in
--client)
COMPREPLY=($(compgen -f "${cur}"))
return 0
;;
*)
COMPREPLY=()
;;
esac
COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
return 0
;;
esac
}
if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
complete -F _credesk -o nosort -o bashdefault -o default credesk
else
complete -F _credesk -o bashdefault -o default credesk
fi
