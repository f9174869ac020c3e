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
credesk,man)
cmd="credesk__subcmd__man"
;;
credesk,otp)
cmd="credesk__subcmd__otp"
;;
credesk,sandbox)
cmd="credesk__subcmd__sandbox"
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
credesk__subcmd__otp,print)
cmd="credesk__subcmd__otp__subcmd__print"
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
opts="-h -V --config --profile --read-only --log --log-level --help --version audit otp config completions man demo sandbox"
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
opts="-h --journal --config --profile --read-only --log --log-level --help list show verify export"
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
opts="-h --from --to --format --journal --config --profile --read-only --log --log-level --help"
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
opts="-h --all --json --journal --config --profile --read-only --log --log-level --help"
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
opts="-h --journal --config --profile --read-only --log --log-level --help"
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
opts="-h --journal --config --profile --read-only --log --log-level --help"
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
opts="-h --config --profile --read-only --log --log-level --help bash zsh fish"
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
opts="-h --config --profile --read-only --log --log-level --help init check show path schema"
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
opts="-h --json --config --profile --read-only --log --log-level --help"
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
opts="-h --config --profile --read-only --log --log-level --help"
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
opts="-h --config --profile --read-only --log --log-level --help"
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
opts="-h --config --profile --read-only --log --log-level --help"
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
opts="-h --json --config --profile --read-only --log --log-level --help"
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
opts="-h --users --seed --delay-ms --config --profile --read-only --log --log-level --help"
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
credesk__subcmd__man)
opts="-h --config --profile --read-only --log --log-level --help"
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
opts="-h --config --profile --read-only --log --log-level --help print"
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
opts="-h --user --client --card --to --queue --file --format --config --profile --read-only --log --log-level --help"
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
credesk__subcmd__sandbox)
opts="-h --listen --users --seed --delay-ms --config --profile --read-only --log --log-level --help"
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
esac
}
if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
complete -F _credesk -o nosort -o bashdefault -o default credesk
else
complete -F _credesk -o bashdefault -o default credesk
fi
