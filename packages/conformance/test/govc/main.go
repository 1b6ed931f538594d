// Package main is govc, of its commands those of the content library alone: the program itself is a
// module that the registries of modules do not have in this version, its commands are.
package main

import (
	"os"

	"github.com/vmware/govmomi/cli"
	_ "github.com/vmware/govmomi/cli/library"
	_ "github.com/vmware/govmomi/cli/library/policy"
	_ "github.com/vmware/govmomi/cli/library/session"
	_ "github.com/vmware/govmomi/cli/library/subscriber"
	_ "github.com/vmware/govmomi/cli/library/trust"
)

func main() {
	os.Exit(cli.Run(os.Args[1:]))
}
